// Serves a connection of GraphQL with five users at http://127.0.0.1:PORT/graphql until the process is stopped.
import { createServer } from 'node:http';
import { createSchema, createYoga } from 'graphql-yoga';

const users = Array.from({ length: 5 }, (_, index) => ({ id: String(index + 1), name: `User ${index + 1}` }));
const schema = createSchema({
  typeDefs: `
    type User { id: ID! name: String! }
    type PageInfo { hasNextPage: Boolean! endCursor: String }
    type UserConnection { nodes: [User!]! pageInfo: PageInfo! totalCount: Int! }
    type Query { users(first: Int!, after: String): UserConnection! }`,
  resolvers: {
    Query: {
      users: (_, { first, after }) => {
        const start = after ? Number(after) : 0;
        const nodes = users.slice(start, start + first);
        const end = start + nodes.length;
        return { nodes, totalCount: users.length, pageInfo: { hasNextPage: end < users.length, endCursor: String(end) } };
      },
    },
  },
});
createServer(createYoga({ schema, logging: false })).listen(Number(process.argv[2]), '127.0.0.1');
