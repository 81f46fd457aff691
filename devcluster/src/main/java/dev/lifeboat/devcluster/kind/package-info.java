/// What kinds there are: built in or registered by a custom resource definition.
@NullMarked
package dev.lifeboat.devcluster.kind;

import org.jspecify.annotations.NullMarked;
