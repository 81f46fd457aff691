/// Validation rules (`x-kubernetes-validations`): types from the schema, Kubernetes' function library, evaluation.
@NullMarked
package dev.lifeboat.devcluster.cel;

import org.jspecify.annotations.NullMarked;
