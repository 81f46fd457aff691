package dev.lifeboat.agent.api;

/// How the data of a disk travelled.
public enum Protocol {
    NbdTls,
    Nbd,
    /// Raw, every byte, over HTTPS.
    Http,
    /// As VHD over HTTPS.
    Vhd,
    /// In the XVA of its VM over HTTPS.
    Xva
}
