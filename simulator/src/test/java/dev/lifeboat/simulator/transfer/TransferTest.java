package dev.lifeboat.simulator.transfer;

import dev.lifeboat.simulator.SmallPool;
import dev.lifeboat.simulator.TestClient;
import org.junit.jupiter.api.AutoClose;

/// A pool and a client of it for each test.
abstract class TransferTest {
    @AutoClose
    protected final SmallPool small = SmallPool.start();

    protected final TestClient client = small.client();
}
