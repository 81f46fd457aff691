/// Jobs become pods, pods become local processes.
@NullMarked
package dev.lifeboat.devcluster.kubelet;

import org.jspecify.annotations.NullMarked;
