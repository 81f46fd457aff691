/// The controllers a cluster runs beside its API: garbage collection, namespaces, definitions, volume claims.
/// Jobs are run by the package `kubelet`.
@NullMarked
package dev.lifeboat.devcluster.control;

import org.jspecify.annotations.NullMarked;
