package dev.lifeboat.repository.disk;

/// Makes checkpoints of what is written to a disk.
public interface ProgressKeeper {

    /// Waits until so many bytes more may be at risk. Called with no lock held.
    void admit(long bytes);

    void finished();

    /// Of a disk that nothing is written to.
    static ProgressKeeper none() {
        return new ProgressKeeper() {
            @Override
            public void admit(long bytes) {
                // Nothing is at risk.
            }

            @Override
            public void finished() {
                // Nothing was done.
            }
        };
    }
}
