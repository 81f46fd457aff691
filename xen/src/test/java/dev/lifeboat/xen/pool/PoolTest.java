package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.PoolAccess;
import dev.lifeboat.xen.XenPool;
import dev.lifeboat.xen.fake.FakePool;
import dev.lifeboat.xen.fake.FakeTime;
import java.net.URI;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A fake pool and time for each test.
abstract class PoolTest {

    protected final FakeTime time = new FakeTime();
    protected FakePool pool;

    @BeforeEach
    void startPool() throws Exception {
        pool = new FakePool();
    }

    @AfterEach
    void stopPool() throws Exception {
        pool.close();
    }

    protected XenPool connect() {
        return connect(pool.access());
    }

    protected XenPool connect(PoolAccess access) {
        return XenPools.connect(access, "test", new Ambience(time, time, new Random(1)));
    }

    protected PoolAccess through(URI... endpoints) {
        return new PoolAccess(
                List.of(endpoints), pool.access().credentials(), pool.access().trust());
    }
}
