// Serves the interface of S3 at http://127.0.0.1:PORT/ from a folder until the process is stopped. It verifies the signatures.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const S3rver = require('@20minutes/s3rver');
const Account = require('@20minutes/s3rver/lib/models/account');
const [port, directory] = process.argv.slice(2);
new Account(123456789000, 'Requests').createKeyPair('AKIAIOSFODNN7EXAMPLE', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY');
await new S3rver({ address: '127.0.0.1', port: Number(port), directory, silent: true, configureBuckets: [{ name: 'tests' }] }).run();
