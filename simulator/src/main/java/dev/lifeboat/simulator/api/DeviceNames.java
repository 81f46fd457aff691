package dev.lifeboat.simulator.api;

/// How a guest names the disk in a position.
public final class DeviceNames {
    private DeviceNames() {}

    public static String ofDisk(String userdevice) {
        return userdevice.matches("[0-9]{1,2}") && Integer.parseInt(userdevice) < 26
                ? "xvd" + (char) ('a' + Integer.parseInt(userdevice))
                : "xvd" + userdevice;
    }
}
