package dev.lifeboat.crds;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// A pool of XCP-ng or XenServer hosts; a stand-alone host is a pool of one.
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("xenhypervisors")
@ShortNames("xhv")
@AdditionalPrinterColumn(
        name = "READY",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "POOL", jsonPath = ".status.pool.name", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "VERSION",
        jsonPath = ".status.pool.version",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "HOSTS", jsonPath = ".status.counts.hosts", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "VMS", jsonPath = ".status.counts.vms", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "PROTECTED",
        jsonPath = ".status.counts.protected",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "NBD",
        jsonPath = ".status.capabilities.nbd",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "CBT",
        jsonPath = ".status.capabilities.cbt",
        type = AdditionalPrinterColumn.Type.BOOLEAN)
@AdditionalPrinterColumn(
        name = "AGE",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
        name = "REASON",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "MESSAGE",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "LASTSYNC",
        jsonPath = ".status.lastInventoryTime",
        type = AdditionalPrinterColumn.Type.DATE,
        priority = 1)
public class XenHypervisor extends CustomResource<XenHypervisorSpec, XenHypervisorStatus> implements Namespaced {}
