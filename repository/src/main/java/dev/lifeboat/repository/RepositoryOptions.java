package dev.lifeboat.repository;

import dev.lifeboat.repository.crypto.Recipient;
import dev.lifeboat.repository.crypto.Unlock;
import dev.lifeboat.repository.disk.Geometry;
import java.util.Arrays;
import java.util.List;

/// What a repository is when it is created. Its recipients can be changed later, the rest is fixed for life.
///
/// @param packBytes at about this size a pack is closed and stored
/// @param recipients who can open it; none: it is not encrypted
public record RepositoryOptions(Geometry geometry, int packBytes, List<Recipient> recipients) {

    /// One put per 32 MiB: far apart enough that requests cost little, small enough that a few fit into an
    /// agent's memory.
    private static final int STANDARD_PACK_BYTES = 32 << 20;

    private static final int LARGEST_PACK_BYTES = 256 << 20;

    public RepositoryOptions {
        recipients = List.copyOf(recipients);
        if (packBytes < geometry.cellBytes() || packBytes > LARGEST_PACK_BYTES) {
            throw new IllegalArgumentException("Packs of " + packBytes + " bytes: need from one cell ("
                    + geometry.cellBytes() + ") to " + LARGEST_PACK_BYTES);
        }
        if (!recipients.isEmpty() && recipients.stream().allMatch(Recipient.ByIdentity.class::isInstance)) {
            throw new IllegalArgumentException("At least one recipient has to be a key or a passphrase: whoever knows"
                    + " the public part of an identity could make such a repository");
        }
    }

    /// Sizes as given, without encryption.
    public RepositoryOptions(Geometry geometry, int packBytes) {
        this(geometry, packBytes, List.of());
    }

    /// The standard parameters. At least one recipient is a key or a passphrase.
    public static RepositoryOptions encrypted(Recipient... recipients) {
        if (recipients.length == 0) {
            throw new IllegalArgumentException("An encrypted repository has recipients, or nobody could read it");
        }
        return unencrypted().withRecipients(Arrays.asList(recipients));
    }

    /// The standard parameters, without encryption: whoever reads the bucket reads the disks.
    public static RepositoryOptions unencrypted() {
        return new RepositoryOptions(Geometry.STANDARD, STANDARD_PACK_BYTES);
    }

    public RepositoryOptions withRecipients(List<Recipient> others) {
        return new RepositoryOptions(geometry, packBytes, others);
    }

    /// What opens a repository that was created like this.
    Unlock unlock() {
        for (var recipient : recipients) {
            switch (recipient) {
                case Recipient.ByKey byKey -> {
                    return Unlock.by(byKey.key());
                }
                case Recipient.ByPassphrase byPassphrase -> {
                    return Unlock.by(byPassphrase.passphrase());
                }
                case Recipient.ByIdentity _ -> {
                    // Only its public part is known here.
                }
            }
        }
        return Unlock.none();
    }
}
