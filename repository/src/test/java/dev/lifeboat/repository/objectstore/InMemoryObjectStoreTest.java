package dev.lifeboat.repository.objectstore;

class InMemoryObjectStoreTest extends ObjectStoreContract {

    @Override
    ObjectStore open() {
        return new InMemoryObjectStore();
    }
}
