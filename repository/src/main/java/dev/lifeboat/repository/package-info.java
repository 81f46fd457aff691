/// A repository of recovery points in an object store: opened, written by backup sessions, read by restores.
/// The door to this module. Knows nothing of Kubernetes, Xen or NBD.
@NullMarked
package dev.lifeboat.repository;

import org.jspecify.annotations.NullMarked;
