package dev.lifeboat.agent.backup;

import dev.lifeboat.xen.ChangedBlocks;
import dev.lifeboat.xen.ChangedBlocks.Run;
import dev.lifeboat.xen.vhd.AllocatedBlocks;
import java.util.Optional;
import java.util.stream.Stream;

/// What of a disk a full run has to read, as far as its source knows: what was never written reads as zeros.
sealed interface Contents {

    /// In ascending order.
    Stream<Run> runs(long diskBytes);

    /// How much that is.
    default long bytes(long diskBytes) {
        return runs(diskBytes).mapToLong(Run::lengthBytes).sum();
    }

    /// A sentence, where it is not as good as it could be.
    Optional<String> note();

    /// Every byte, since nobody says what was never written; zeros are found by looking at them.
    ///
    /// @param note why nobody does, unless that is in the nature of the source
    record Everything(Optional<String> note) implements Contents {
        @Override
        public Stream<Run> runs(long diskBytes) {
            return Stream.of(new Run(0, diskBytes));
        }
    }

    /// What an NBD server does not call zeros.
    record NotZeros(ChangedBlocks blocks) implements Contents {
        @Override
        public Stream<Run> runs(long diskBytes) {
            return blocks.runs();
        }

        @Override
        public Optional<String> note() {
            return Optional.empty();
        }
    }

    /// What the block table of a VHD names.
    record Allocated(AllocatedBlocks blocks) implements Contents {
        @Override
        public Stream<Run> runs(long diskBytes) {
            return blocks.runs()
                    .filter(extent -> extent.offset() < diskBytes)
                    .map(extent -> new Run(extent.offset(), Math.min(extent.end(), diskBytes) - extent.offset()));
        }

        @Override
        public Optional<String> note() {
            return Optional.empty();
        }
    }
}
