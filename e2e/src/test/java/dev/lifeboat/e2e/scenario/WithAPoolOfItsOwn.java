package dev.lifeboat.e2e.scenario;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/// Scenarios that share the operator with others, and no pool.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RunningLifeboat.class)
@ResourceLock(value = RunningLifeboat.OPERATOR, mode = ResourceAccessMode.READ)
@interface WithAPoolOfItsOwn {}
