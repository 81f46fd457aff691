package dev.lifeboat.agent.api;

/// How the data of a disk travelled.
public enum Protocol {
    NbdTls,
    Nbd,
    Http
}
