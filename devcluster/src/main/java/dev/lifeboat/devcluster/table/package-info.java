/// Tables as kubectl prints them, with the columns of kinds and custom resource definitions.
@NullMarked
package dev.lifeboat.devcluster.table;

import org.jspecify.annotations.NullMarked;
