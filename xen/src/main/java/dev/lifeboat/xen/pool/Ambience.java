package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.xapi.Pause;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.random.RandomGenerator;

/// Time and chance, which tests make up.
record Ambience(Pause pause, Clock clock, RandomGenerator random) {

    static Ambience real() {
        return new Ambience(Thread::sleep, Clock.systemUTC(), new SecureRandom());
    }
}
