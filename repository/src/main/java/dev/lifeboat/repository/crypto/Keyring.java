package dev.lifeboat.repository.crypto;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What recipients of a repository know: its secret, which names chunks and points and never changes, and its
/// data keys, numbered from 1, of which the last one encrypts what is written.
public final class Keyring {

    private static final int KEY_BYTES = 32;

    private final byte[] secret;
    private final List<byte[]> dataKeys;

    private Keyring(byte[] secret, List<byte[]> dataKeys) {
        this.secret = secret;
        this.dataKeys = List.copyOf(dataKeys);
    }

    public static Keyring generate(SecureRandom random) {
        return new Keyring(key(random), List.of(key(random)));
    }

    /// The same with one data key more.
    public Keyring withNewDataKey(SecureRandom random) {
        var all = new ArrayList<>(dataKeys);
        all.add(key(random));
        return new Keyring(secret, all);
    }

    private static byte[] key(SecureRandom random) {
        var key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return key;
    }

    /// The form in which it is wrapped: secret, data key 1, data key 2, …
    byte[] bytes() {
        var all = Arrays.copyOf(secret, KEY_BYTES * (1 + dataKeys.size()));
        for (int i = 0; i < dataKeys.size(); i++) {
            System.arraycopy(dataKeys.get(i), 0, all, KEY_BYTES * (1 + i), KEY_BYTES);
        }
        return all;
    }

    static Optional<Keyring> read(byte[] bytes) {
        if (bytes.length < 2 * KEY_BYTES || bytes.length % KEY_BYTES != 0) {
            return Optional.empty();
        }
        var keys = new ArrayList<byte[]>();
        for (int from = 0; from < bytes.length; from += KEY_BYTES) {
            keys.add(Arrays.copyOfRange(bytes, from, from + KEY_BYTES));
        }
        return Optional.of(new Keyring(keys.removeFirst(), keys));
    }

    byte[] secret() {
        return secret;
    }

    public int newestDataKey() {
        return dataKeys.size();
    }

    byte[] dataKey(int number) {
        return dataKeys.get(number - 1);
    }

    @Override
    public String toString() {
        return "Keyring of " + dataKeys.size() + " data keys";
    }
}
