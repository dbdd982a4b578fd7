import type { DomainRows } from "../catalogue/verifier-rows.ts";

const SCHEMA = `CREATE TABLE city (name TEXT, state TEXT, people INT);
INSERT INTO city VALUES ('Ash', 'N', 10), ('Birch', 'N', 20), ('Cedar', 'S', 20), ('Dogwood', 'S', NULL);`;
const INDEXED = `CREATE TABLE city (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO city VALUES (1, 'Ash'), (2, 'Birch'), (3, 'Cedar'), (4, 'Dogwood');`;

const STATES = "SELECT state, count(*) FROM city GROUP BY state";
const ORDERED = "SELECT name FROM city WHERE people > 0 ORDER BY people DESC";
const UPDATE = "UPDATE city SET people = people + 1 WHERE state = 'N'";

/** Rows that show SQL being scored. */
export const rows: DomainRows = {
  "sql-result": {
    gold: [
      {
        title: "another query with the same rows in another order",
        fields: {
          query: "SELECT state, sum(1) FROM city GROUP BY 1 ORDER BY 1 DESC",
          expected: STATES,
          schema: SCHEMA,
        },
        value: 1,
      },
      {
        title: "tied rows the other way round",
        fields: {
          query: "SELECT name FROM city ORDER BY people DESC, name DESC LIMIT 3",
          expected: ORDERED,
          schema: SCHEMA,
        },
        value: 1,
      },
      {
        title: "a change that leaves the same table",
        fields: {
          query: "UPDATE city SET people = CASE name WHEN 'Ash' THEN 11 ELSE 21 END WHERE name < 'C'",
          expected: UPDATE,
          schema: SCHEMA,
        },
        value: 1,
      },
      {
        title: "the rows of a fenced block against a given result",
        fields: { query: "So:\n```sql\nSELECT max(people) FROM city;\n```", expected: [[20.0]], schema: SCHEMA },
        value: 1,
      },
    ],
    nearMisses: [
      {
        title: "a duplicate row lost",
        fields: { query: "SELECT DISTINCT people FROM city", expected: "SELECT people FROM city", schema: SCHEMA },
        value: 0,
      },
      {
        title: "a NULL counted as nothing",
        fields: { query: "SELECT state, count(people) FROM city GROUP BY state", expected: STATES, schema: SCHEMA },
        value: 0,
      },
      {
        title: "the right rows in the wrong order",
        fields: { query: "SELECT name FROM city WHERE people > 0 ORDER BY people", expected: ORDERED, schema: SCHEMA },
        value: 0,
      },
      {
        title: "a change without its condition",
        fields: { query: "UPDATE city SET people = people + 1", expected: UPDATE, schema: SCHEMA },
        value: 0,
      },
      {
        title: "columns the other way round",
        fields: { query: "SELECT count(*), state FROM city GROUP BY state", expected: STATES, schema: SCHEMA },
        value: 0,
      },
      {
        title: "a misspelt column",
        fields: { query: "SELECT states, count(*) FROM city GROUP BY states", expected: STATES, schema: SCHEMA },
        value: 0,
      },
    ],
  },
  "sql-plan-cost": {
    gold: [
      {
        title: "a search by the key as in the gold query",
        fields: {
          query: "SELECT name FROM city WHERE id = 2",
          expected: "SELECT name FROM city WHERE id = 3",
          schema: INDEXED,
        },
        value: 1,
      },
      {
        title: "a search where the gold query scans",
        fields: {
          query: "SELECT name FROM city WHERE id = 2",
          expected: "SELECT name FROM city WHERE id + 0 = 2",
          schema: INDEXED,
        },
        value: 1,
      },
    ],
    nearMisses: [
      {
        title: "a scan, for the key is in an expression",
        fields: {
          query: "SELECT name FROM city WHERE id + 0 = 2",
          expected: "SELECT name FROM city WHERE id = 2",
          schema: INDEXED,
        },
        value: 0.25,
      },
      {
        title: "a join with itself that changes nothing",
        fields: {
          query: "SELECT c.name FROM city c JOIN city d ON c.id + 0 = d.id WHERE c.id = 2",
          expected: "SELECT name FROM city WHERE id = 2",
          schema: INDEXED,
        },
        value: 0.5,
      },
      {
        title: "a query that cannot be planned",
        fields: {
          query: "SELECT title FROM city WHERE id = 2",
          expected: "SELECT name FROM city WHERE id = 2",
          schema: INDEXED,
        },
        value: 0,
      },
    ],
  },
};
