package dev.lifeboat.simulator.storage;

import java.util.BitSet;
import java.util.Set;

/// Allocation in the 2 MiB blocks of a VHD.
final class VhdBlocks {
    private static final int BLOCK_BYTES = 2 * 1024 * 1024;

    private VhdBlocks() {}

    /// The blocks of which any of the layers holds a part.
    static BitSet of(long sizeBytes, Set<Layer> layers) {
        var blocks = new BitSet();
        for (int block = 0; (long) block * BLOCK_BYTES < sizeBytes; block++) {
            for (var layer : layers) {
                if (layer.allocated().anyInVhdBlock(block)) {
                    blocks.set(block);
                    break;
                }
            }
        }
        return blocks;
    }
}
