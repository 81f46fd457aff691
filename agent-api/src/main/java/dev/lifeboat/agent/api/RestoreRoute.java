package dev.lifeboat.agent.api;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// The way on which a VM gets back into a pool.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RestoreRoute.Disks.class, name = "Disks"),
    @JsonSubTypes.Type(value = RestoreRoute.Archive.class, name = "Archive")
})
public sealed interface RestoreRoute {
    /// The VM is created first, then each of its disks is filled.
    record Disks(Format format) implements RestoreRoute {
        /// How a disk is sent.
        public enum Format {
            /// What is on the disk and nothing else, where new disks of the storage read as zeros; every byte
            /// elsewhere.
            Auto,
            /// Every byte.
            Raw,
            /// As VHD: blocks of 2 MiB that have anything in them. [#Auto] where the storage or the disk's size does
            /// not allow it.
            Vhd
        }
    }

    /// As one XVA, of which the pool makes the VM: all disks go to the same storage repository, and networks are found
    /// by their names.
    record Archive(Identity identity) implements RestoreRoute {
        /// Who the VM is.
        public enum Identity {
            /// Another VM with a UUID of its own. Its MAC addresses are as the order says.
            New,
            /// The VM that was backed up, with its UUID and MAC addresses. Refused while there is one of that UUID,
            /// which the pool would destroy.
            Original
        }
    }
}
