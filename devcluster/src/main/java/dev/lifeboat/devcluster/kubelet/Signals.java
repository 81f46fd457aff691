package dev.lifeboat.devcluster.kubelet;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Signals to whole process groups, which the JDK cannot send.
final class Signals {
    private static final int TERMINATE = 15;
    private static final int KILL = 9;
    private static final MethodHandle SYSTEM_CALL = find();

    private Signals() {}

    static void terminate(long group) {
        send(group, TERMINATE);
    }

    static void kill(long group) {
        send(group, KILL);
    }

    private static void send(long group, int signal) {
        try {
            // A negative number is a group. That the group is already gone is no failure.
            var _ = (int) SYSTEM_CALL.invokeExact((int) -group, signal);
        } catch (Throwable e) {
            throw new IllegalStateException("Sending signal %d to process group %d".formatted(signal, group), e);
        }
    }

    @SuppressWarnings("restricted") // kill(2) has no other way in.
    private static MethodHandle find() {
        var linker = Linker.nativeLinker();
        var address = linker.defaultLookup()
                .find("kill")
                .orElseThrow(() -> new IllegalStateException("the C library has no kill"));
        return linker.downcallHandle(
                address, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }
}
