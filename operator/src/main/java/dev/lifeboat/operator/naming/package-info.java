/// Names and labels that Kubernetes accepts, made from what people call things.
@NullMarked
package dev.lifeboat.operator.naming;

import org.jspecify.annotations.NullMarked;
