/// Objects in a bucket of S3 or of a server that speaks it. The only package that knows the AWS SDK; no
/// type of it leaves.
@NullMarked
package dev.lifeboat.repository.objectstore.s3;

import org.jspecify.annotations.NullMarked;
