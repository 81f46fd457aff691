package dev.lifeboat.xen;

import java.util.Optional;
import java.util.UUID;

/// A network interface to create.
///
/// @param mac empty to have the pool make one
public record NewNic(String device, UUID networkUuid, Optional<String> mac) {}
