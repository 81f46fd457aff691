package dev.lifeboat.devcluster.kubelet;

/// Something a container needs is not there yet; the pod waits for it.
final class NotReady extends RuntimeException {
    private final String waitingReason;
    private final String eventReason;

    private NotReady(String waitingReason, String eventReason, String message) {
        super(message);
        this.waitingReason = waitingReason;
        this.eventReason = eventReason;
    }

    static NotReady mount(String message) {
        return new NotReady("ContainerCreating", "FailedMount", message);
    }

    static NotReady config(String message) {
        return new NotReady("CreateContainerConfigError", "Failed", message);
    }

    String waitingReason() {
        return waitingReason;
    }

    String eventReason() {
        return eventReason;
    }
}
