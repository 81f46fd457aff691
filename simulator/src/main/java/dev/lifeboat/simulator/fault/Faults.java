package dev.lifeboat.simulator.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The faults that are waiting to happen. A rule is used up call by call.
public final class Faults {
    private record BodyStall(long afterBytes, Duration pause) {}

    private static final class Rule {
        private final String method;
        private final CallFault fault;
        private int left;

        Rule(String method, int calls, CallFault fault) {
            this.method = method;
            this.left = calls;
            this.fault = fault;
        }
    }

    private final List<Rule> rules = new ArrayList<>();
    private OptionalLong cutNbdAfterBytes = OptionalLong.empty();
    private OptionalLong truncateExportAfterBytes = OptionalLong.empty();
    private boolean refuseNbd;
    private Duration nbdStall = Duration.ZERO;
    private int wrongNbdCookies;
    private Optional<BodyStall> bodyStall = Optional.empty();
    private CountDownLatch end = new CountDownLatch(1);

    /// The next `calls` calls of the method (`*` is any) meet the fault.
    public synchronized void next(String method, int calls, CallFault fault) {
        rules.add(new Rule(method, calls, fault));
    }

    public synchronized Optional<MetFault> take(String method) {
        for (var rule : rules) {
            if (rule.left > 0 && (rule.method.equals("*") || rule.method.equals(method))) {
                rule.left--;
                rules.removeIf(each -> each.left == 0);
                return Optional.of(new MetFault(rule.fault, end));
            }
        }
        return Optional.empty();
    }

    /// The next NBD connection that serves this many bytes in one session is cut, once.
    public synchronized void cutNbdAfter(long bytes) {
        cutNbdAfterBytes = OptionalLong.of(bytes);
    }

    public synchronized boolean takeNbdCut(long servedBytes) {
        if (cutNbdAfterBytes.isPresent() && servedBytes >= cutNbdAfterBytes.getAsLong()) {
            cutNbdAfterBytes = OptionalLong.empty();
            return true;
        }
        return false;
    }

    public synchronized void refuseNbd(boolean refuse) {
        refuseNbd = refuse;
    }

    public synchronized boolean refusesNbd() {
        return refuseNbd;
    }

    /// Each NBD request waits this long before its reply; zero ends it.
    public synchronized void stallNbd(Duration pause) {
        nbdStall = pause;
    }

    public synchronized Duration nbdStall() {
        return nbdStall;
    }

    /// So many NBD replies carry a cookie that nobody sent.
    public synchronized void wrongNbdCookies(int replies) {
        wrongNbdCookies = replies;
    }

    public synchronized boolean takeWrongNbdCookie() {
        if (wrongNbdCookies == 0) {
            return false;
        }
        wrongNbdCookies--;
        return true;
    }

    /// The next transfer of a disk, in or out, stands still for a while once it has come so far.
    public synchronized void stallNextBody(long afterBytes, Duration pause) {
        bodyStall = Optional.of(new BodyStall(afterBytes, pause));
    }

    /// Called by transfers with their position; waits where one is to stand still, at most until the faults are
    /// cleared.
    public void stallBody(long position) {
        Duration pause;
        CountDownLatch awaited;
        synchronized (this) {
            if (bodyStall.isEmpty() || position < bodyStall.get().afterBytes()) {
                return;
            }
            pause = bodyStall.get().pause();
            bodyStall = Optional.empty();
            awaited = end;
        }
        try {
            var _ = awaited.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The next export of a disk ends after this many bytes without an error.
    public synchronized void truncateNextExport(long bytes) {
        truncateExportAfterBytes = OptionalLong.of(bytes);
    }

    public synchronized OptionalLong takeExportLimit() {
        var limit = truncateExportAfterBytes;
        truncateExportAfterBytes = OptionalLong.empty();
        return limit;
    }

    public synchronized void clear() {
        end.countDown();
        end = new CountDownLatch(1);
        rules.clear();
        cutNbdAfterBytes = OptionalLong.empty();
        truncateExportAfterBytes = OptionalLong.empty();
        refuseNbd = false;
        nbdStall = Duration.ZERO;
        wrongNbdCookies = 0;
        bodyStall = Optional.empty();
    }
}
