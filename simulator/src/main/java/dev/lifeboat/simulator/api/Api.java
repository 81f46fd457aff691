package dev.lifeboat.simulator.api;

/// All calls of a pool, put together.
public final class Api {
    private Api() {}

    public static Dispatcher of(Pool pool) {
        var table = new MethodTable();
        pool.database().schema().classes().forEach(type -> GenericCalls.register(table, type));
        Login.register(table);
        EventCalls.register(table);
        TaskCalls.register(table);
        MessageCalls.register(table);
        VmCalls.register(table);
        VmPowerCalls.register(table);
        VmSettingCalls.register(table);
        VmSnapshotCalls.register(table, pool.profile());
        VdiCalls.register(table);
        VdiTrackingCalls.register(table);
        NbdInfoCall.register(table);
        VbdCalls.register(table);
        VifCalls.register(table);
        NetworkCalls.register(table);
        SrCalls.register(table);
        HostCalls.register(table);
        return new Dispatcher(pool, table);
    }
}
