package dev.lifeboat.xen.xapi;

/// Clean-up that an interrupted thread still has to do: with its interrupt flag set, every call would end
/// at once.
public final class Uninterrupted {

    private Uninterrupted() {}

    /// Runs it with the flag put aside, and sets the flag again afterwards.
    public static void run(Runnable cleanUp) {
        boolean interrupted = Thread.interrupted();
        try {
            cleanUp.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
