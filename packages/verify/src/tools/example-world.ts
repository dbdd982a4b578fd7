import type { World } from "./replay-and-compare.ts";

interface Order {
  state: "open" | "cancelled";
  items: number;
}

type Orders = { readonly orders: { readonly [id: string]: Order } };

/** A shop of two orders: the world of the rows of `state-match`. */
export const exampleWorld: World = {
  database: { orders: { a1: { state: "open", items: 2 }, a2: { state: "open", items: 1 } } },
  tools: {
    cancel: (database: Orders, { id }: { id: string }) => {
      orderOf(database, id).state = "cancelled";
      return "cancelled";
    },
    add_items: (database: Orders, { id, count }: { id: string; count: number }) => {
      const order = orderOf(database, id);
      order.items += count;
      return `${order.items} items`;
    },
  },
};

function orderOf({ orders }: Orders, id: string): Order {
  const order = orders[id];
  if (order === undefined) throw new Error(`there is no order ${id}`);
  return order;
}
