/// Disks with real bytes: copy-on-write layers, change logs and space accounting. Knows uuids, but no API records.
@NullMarked
package dev.lifeboat.simulator.storage;

import org.jspecify.annotations.NullMarked;
