/// The controllers a cluster runs beside its API: garbage collection, namespaces, definitions, volume claims.
@NullMarked
package dev.lifeboat.devcluster.control;

import org.jspecify.annotations.NullMarked;
