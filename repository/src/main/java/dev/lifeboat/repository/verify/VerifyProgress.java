package dev.lifeboat.repository.verify;

/// Is told how far a verification is, and may end it. Called by several threads, often: answers at once.
public interface VerifyProgress {

    /// Lets it run in silence.
    VerifyProgress NONE = new VerifyProgress() {
        @Override
        public void update(VerifyFigures now) {
            // Nobody wants to know.
        }

        @Override
        public boolean cancelled() {
            return false;
        }
    };

    void update(VerifyFigures now);

    /// Once this is true the run ends soon, with a report of what was found until then.
    boolean cancelled();
}
