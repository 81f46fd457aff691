/// Recovery points and the manifests that hold them. Knows disk images as values, and nothing of how a disk
/// is written or read.
@NullMarked
package dev.lifeboat.repository.point;

import org.jspecify.annotations.NullMarked;
