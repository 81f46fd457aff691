package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.rpc.XapiError;
import java.util.List;
import java.util.stream.IntStream;

/// Which device numbers of a VM are not taken.
final class FreeDevices {
    private static final int VBD_DEVICES = 255;
    private static final int VIF_DEVICES = 16;

    private FreeDevices() {}

    static List<String> ofDisks(Entity vm) {
        return free(vm, "VBDs", "userdevice", VBD_DEVICES);
    }

    static List<String> ofNetworks(Entity vm) {
        return free(vm, "VIFs", "device", VIF_DEVICES);
    }

    static String first(Entity vm) {
        return ofDisks(vm).stream().findFirst().orElseThrow(() -> XapiError.of("INVALID_DEVICE", "autodetect"));
    }

    private static List<String> free(Entity vm, String set, String field, int limit) {
        var taken = vm.followAll(set).stream().map(device -> device.text(field)).toList();
        return IntStream.range(0, limit)
                .mapToObj(Integer::toString)
                .filter(number -> !taken.contains(number))
                .toList();
    }
}
