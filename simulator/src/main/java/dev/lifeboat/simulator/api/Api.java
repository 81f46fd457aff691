package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.profile.Feature;

/// All calls of a pool, put together.
public final class Api {
    private Api() {}

    public static Dispatcher of(Pool pool) {
        var profile = pool.profile();
        var table = new MethodTable();
        pool.database().schema().classes().forEach(type -> GenericCalls.register(table, type));
        Login.register(table);
        EventCalls.register(table);
        TaskCalls.register(table, profile);
        MessageCalls.register(table);
        VmCalls.register(table);
        VmPowerCalls.register(table);
        MigrationCalls.register(table);
        DeviceCalls.register(table, profile);
        VmSettingCalls.register(table, profile);
        VmSnapshotCalls.register(table, profile);
        VdiCalls.register(table);
        if (profile.has(Feature.CHANGED_BLOCKS)) {
            VdiTrackingCalls.register(table);
            NbdInfoCall.register(table);
            NetworkCalls.registerPurposes(table);
        }
        VbdCalls.register(table);
        VifCalls.register(table);
        NetworkCalls.register(table);
        SrCalls.register(table);
        HostCalls.register(table);
        return new Dispatcher(pool, table);
    }
}
