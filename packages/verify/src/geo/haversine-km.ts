/** Latitude and longitude in degrees. */
export type Place = readonly [latitude: number, longitude: number];

const EARTH_KM = 6371.0088; // mean radius, IUGG

/**
 * Distance on the sphere in kilometres.
 *
 * @paper 130
 * @alias haversine
 *
 * ```ts doctest
 * import { haversineKm } from "@guerdon/verify/geo";
 * Math.round(haversineKm([0, 0], [0, 180])) // => 20015
 * ```
 */
export function haversineKm([latA, lonA]: Place, [latB, lonB]: Place): number {
  const radians = Math.PI / 180;
  const up = Math.sin(((latB - latA) * radians) / 2);
  const across = Math.sin(((lonB - lonA) * radians) / 2);
  const h = up * up + Math.cos(latA * radians) * Math.cos(latB * radians) * across * across;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}
