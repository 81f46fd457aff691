package dev.lifeboat.repository.verify;

/// Where everything that is found goes.
record Findings(FindingLog log, Losses losses, StoreTroubles troubles) {

    static Findings none() {
        var log = new FindingLog();
        return new Findings(log, new Losses(log), new StoreTroubles(log));
    }
}
