package dev.lifeboat.repository.disk;

/// Makes checkpoints of what is written to a disk.
public interface ProgressKeeper {

    /// Waits until so many bytes more may be at risk. Called with no lock held.
    void admit(long bytes);

    /// The disk is finished.
    void finished();
}
