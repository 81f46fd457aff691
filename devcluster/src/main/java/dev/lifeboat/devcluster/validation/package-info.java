/// A custom resource held against all that its definition says: schema and rules together.
@NullMarked
package dev.lifeboat.devcluster.validation;

import org.jspecify.annotations.NullMarked;
