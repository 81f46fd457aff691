package dev.lifeboat.crds;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
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
        type = Type.STRING)
@AdditionalPrinterColumn(name = "POOL", jsonPath = ".status.pool.name", type = Type.STRING)
@AdditionalPrinterColumn(name = "VERSION", jsonPath = ".status.pool.version", type = Type.STRING)
@AdditionalPrinterColumn(name = "HOSTS", jsonPath = ".status.counts.hosts", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "VMS", jsonPath = ".status.counts.vms", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "PROTECTED", jsonPath = ".status.counts.protected", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "NBD", jsonPath = ".status.capabilities.nbd", type = Type.STRING)
@AdditionalPrinterColumn(name = "CBT", jsonPath = ".status.capabilities.cbt", type = Type.BOOLEAN)
@AdditionalPrinterColumn(name = "AGE", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@AdditionalPrinterColumn(
        name = "REASON",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
        type = Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "MESSAGE",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
        type = Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(name = "LASTSYNC", jsonPath = ".status.lastInventoryTime", type = Type.DATE, priority = 1)
public class XenHypervisor extends CustomResource<XenHypervisorSpec, XenHypervisorStatus> implements Namespaced {}
