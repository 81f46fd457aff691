package dev.lifeboat.crds;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.BOOLEAN;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.DATE;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.INTEGER;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.STRING;

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
@AdditionalPrinterColumn(name = "READY", jsonPath = Columns.READY, type = STRING)
@AdditionalPrinterColumn(name = "POOL", jsonPath = ".status.pool.name", type = STRING)
@AdditionalPrinterColumn(name = "VERSION", jsonPath = ".status.pool.version", type = STRING)
@AdditionalPrinterColumn(name = "HOSTS", jsonPath = ".status.counts.hosts", type = INTEGER)
@AdditionalPrinterColumn(name = "VMS", jsonPath = ".status.counts.vms", type = INTEGER)
@AdditionalPrinterColumn(name = "PROTECTED", jsonPath = ".status.counts.protected", type = INTEGER)
@AdditionalPrinterColumn(name = "NBD", jsonPath = ".status.capabilities.nbd", type = STRING)
@AdditionalPrinterColumn(name = "CBT", jsonPath = ".status.capabilities.cbt", type = BOOLEAN)
@AdditionalPrinterColumn(name = "AGE", jsonPath = Columns.AGE, type = DATE)
@AdditionalPrinterColumn(name = "REASON", jsonPath = Columns.READY_REASON, type = STRING, priority = 1)
@AdditionalPrinterColumn(name = "MESSAGE", jsonPath = Columns.READY_MESSAGE, type = STRING, priority = 1)
@AdditionalPrinterColumn(name = "LASTSYNC", jsonPath = ".status.lastInventoryTime", type = DATE, priority = 1)
public class XenHypervisor extends CustomResource<XenHypervisorSpec, XenHypervisorStatus> implements Namespaced {}
