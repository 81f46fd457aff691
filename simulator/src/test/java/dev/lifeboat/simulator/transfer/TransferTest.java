package dev.lifeboat.simulator.transfer;

import dev.lifeboat.simulator.SmallPool;
import dev.lifeboat.simulator.TestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A pool and a client of it for each test.
abstract class TransferTest {
    protected SmallPool small;
    protected TestClient client;

    @BeforeEach
    void start() {
        small = SmallPool.start();
        client = small.client();
    }

    @AfterEach
    void end() {
        small.close();
    }
}
