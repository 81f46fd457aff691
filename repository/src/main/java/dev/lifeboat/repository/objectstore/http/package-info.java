/// A lean HTTP/1.1 client for large bodies: blocking sockets kept open between requests, nothing else. Knows
/// nothing of S3; answers are handed on as they come, errors and redirects among them.
@NullMarked
package dev.lifeboat.repository.objectstore.http;

import org.jspecify.annotations.NullMarked;
