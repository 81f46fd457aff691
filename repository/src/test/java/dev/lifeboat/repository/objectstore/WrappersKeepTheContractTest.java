package dev.lifeboat.repository.objectstore;

import dev.lifeboat.repository.objectstore.FailingObjectStore.Failure;
import dev.lifeboat.repository.objectstore.FailingObjectStore.Then;
import java.util.Random;
import org.junit.jupiter.api.Nested;

/// A wrapper adds one behaviour and takes none away.
class WrappersKeepTheContractTest {

    @Nested
    class Metering extends ObjectStoreContract {
        @Override
        protected ObjectStore open() {
            return new MeteringObjectStore(new InMemoryObjectStore());
        }
    }

    @Nested
    class RetryingOverFaults extends ObjectStoreContract {
        @Override
        protected ObjectStore open() {
            // Conditional puts are left alone: what a lost answer does to one is its caller's to find out.
            var faulty = FaultyObjectStore.with(new InMemoryObjectStore(), new Random(7))
                    .failingBefore(0.1)
                    .losingAnswers(0.1)
                    .sparingConditionalPuts();
            return new RetryingObjectStore(faulty, RetryPolicy.standard(), () -> new Random(1), _ -> {});
        }
    }

    @Nested
    class NeverFailing extends ObjectStoreContract {
        @Override
        protected ObjectStore open() {
            return new FailingObjectStore(new InMemoryObjectStore(), Integer.MAX_VALUE, Failure.BEFORE, Then.STOP);
        }
    }
}
