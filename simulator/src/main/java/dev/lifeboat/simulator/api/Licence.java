package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.rpc.XapiError;

/// Features that a licence may leave out (facts, section 1.10).
final class Licence {
    private Licence() {}

    /// @param restriction the key of `pool.restrictions`
    static void require(Call call, String restriction, String feature) {
        if ("true".equals(call.pool().record().map("restrictions").get(restriction))) {
            throw XapiError.of("LICENCE_RESTRICTION", feature);
        }
    }
}
