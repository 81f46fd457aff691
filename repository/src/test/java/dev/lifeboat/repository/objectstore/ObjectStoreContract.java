package dev.lifeboat.repository.objectstore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What [ObjectStore] promises. Each implementation runs all of it.
public abstract class ObjectStoreContract
        implements WritingContract,
                ConcurrencyContract,
                ReadingContract,
                DeletingContract,
                ListingContract,
                UploadContract {

    private ObjectStore store;

    protected abstract ObjectStore open() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Override
    public final ObjectStore store() {
        return store;
    }
}
