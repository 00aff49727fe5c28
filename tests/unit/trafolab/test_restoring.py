"""First prompts and stored states, against cells that are quicker."""

from __future__ import annotations

from typing import Any

import trafolab
from trafolab_protocol.findings import ChangedWeight, Findings, UserHook
from trafolab_protocol.prompts import IdsSource, Prompt, TextSource


def test_first_prompts_do_not_replace_a_cells_own(gpt2_lab: Any) -> None:
    before = gpt2_lab.state
    gpt2_lab.begin([Prompt(name="clean", source=TextSource(text="Tomorrow"), tokens=[])])
    assert gpt2_lab.state == before
    gpt2_lab.overtake(40)
    after = gpt2_lab.state
    assert after.revision == 41
    assert (after.clean, after.history, after.undo) == (before.clean, before.history, before.undo)


def test_first_prompts_are_no_act(gpt2: Any) -> None:
    lab = trafolab.open(gpt2.source)
    lab.begin([Prompt(name="clean", source=TextSource(text="Tomorrow"), tokens=[])])
    state = lab.state
    assert "".join(token.text for token in state.clean.tokens).endswith("Tomorrow")
    assert (state.history, state.undo) == ([], None)
    assert state.metric is not None


def test_a_stored_state_does_not_wipe_what_a_quick_cell_did(gpt2_lab: Any, gpt2: Any) -> None:
    gpt2_lab.ablate("L0H0")
    fresh = trafolab.open(gpt2.source)
    fresh.prompt("Tomorrow at lunch")
    fresh.ablate("L1H3")
    stored = gpt2_lab.settle()
    fresh.restore(stored, {})
    state = fresh.state
    assert [each.targets for each in state.interventions] == [["L1H3"]]
    assert "a cell was quicker" in state.problems[-1]
    assert state.revision > stored.revision


def test_the_stored_states_model_is_opened_again(gpt2_lab: Any, shape_of: Any) -> None:
    gpt2_lab.ablate("L0H0")
    fresh = trafolab.open(shape_of("llama").source)
    fresh.restore(gpt2_lab.settle(), {})
    state = fresh.settle()
    assert (state.model.source, state.problems) == (gpt2_lab.state.model.source, [])
    assert state.history == gpt2_lab.state.history
    assert (state.undo, state.interventions[0].status.state) == (None, "active")


def test_a_model_that_was_named_wins_over_the_stored_one(gpt2_lab: Any, shape_of: Any) -> None:
    gpt2_lab.ablate("L1H2")
    gpt2_lab.ablate("pos_embed")
    gpt2_lab.freeze("L0H0")
    llama = shape_of("llama").source
    stored = gpt2_lab.settle()
    tensors = {
        part.tensor: gpt2_lab.tensors[part.tensor].numpy()
        for each in stored.interventions[2:]
        for part in each.source.parts
    }
    fresh = trafolab.open(llama)
    fresh.restore(stored, tensors, model=llama)
    state = fresh.settle()
    assert state.model.source == llama
    assert state.clean.source == stored.clean.source
    assert [each.targets for each in state.interventions] == [["L1H2"], ["L0H0"]]
    assert [each.status.state for each in state.interventions] == ["active", "inactive"]
    assert any("ablate pos_embed was dropped: it has no place on" in told for told in state.problems)
    assert state.history == stored.history


def test_a_named_model_that_is_not_open_yet_is_opened(gpt2_lab: Any, shape_of: Any) -> None:
    llama = shape_of("llama").source
    fresh = trafolab.open("trafo-2l")
    fresh.restore(gpt2_lab.settle(), {}, model=llama)
    assert fresh.state.model.source == llama


def test_a_named_model_that_cannot_be_opened_loses_nothing(gpt2_lab: Any) -> None:
    gpt2_lab.ablate("L1H2")
    stored = gpt2_lab.settle()
    fresh = trafolab.open("trafo-2l")
    fresh.restore(stored, {}, model="/nowhere/at/all")
    state = fresh.settle()
    assert state.model.source == stored.model.source
    assert [each.targets for each in state.interventions] == [["L1H2"]]
    assert "/nowhere/at/all could not be opened" in state.problems[0]


def test_a_prompt_that_a_named_model_cannot_read_gives_way_to_its_first(gpt2_lab: Any, shape_of: Any) -> None:
    toy = trafolab.open(shape_of("toy").twin())
    toy.begin([Prompt(name="clean", source=IdsSource(ids=[0, 1, 2]), tokens=[])])
    toy.restore(gpt2_lab.settle(), {}, model="model")
    state = toy.settle()
    assert [token.id for token in state.clean.tokens] == [0, 1, 2]
    assert any("no tokenizer" in told for told in state.problems)


def test_undo_past_another_model_takes_the_metric_anew(gpt2_lab: Any, shape_of: Any) -> None:
    gpt2_lab.prompt([200, 201, 202])
    gpt2_lab.prompt([3, 5, 7])
    gpt2_lab.adopt(shape_of("toy").twin(), "toy")
    gpt2_lab.undo()
    metric = gpt2_lab.state.metric
    assert metric is None or metric.answer.id < 12


def test_an_act_after_reset_hooks_does_not_bring_back_what_it_removed(gpt2_lab: Any) -> None:
    gpt2_lab.ablate("L0H0")
    gpt2_lab.model.reset_hooks(including_permanent=True)
    gpt2_lab.ablate("L1H1")
    assert [each.targets for each in gpt2_lab.interventions] == [["L1H1"]]


def test_a_second_laboratory_on_a_model_leaves_no_intervention_of_the_first(gpt2_lab: Any) -> None:
    plain = gpt2_lab.run("plain").logits
    gpt2_lab.ablate("L0H1")
    second = trafolab.open(gpt2_lab.model)
    gpt2_lab.refresh_hooks()
    assert sum(len(point.fwd_hooks) for point in second.model.hook_points()) == 0
    second.prompt(gpt2_lab.state.clean.source.text)
    assert second.run().logits.equal(plain)


def test_only_the_newest_of_a_long_history_are_sent(gpt2_lab: Any) -> None:
    for count in range(205):
        weight = ChangedWeight(component=f"attn.{count % 2}", tensor="w", delta_norm=None)
        gpt2_lab.observe(Findings(weights=[weight]), moved=True)
    assert len(gpt2_lab.state.history) == 200


def test_what_code_had_done_to_the_model_is_said_to_be_gone(gpt2_lab: Any, gpt2: Any) -> None:
    gpt2_lab.ablate("L0H0")
    hook = UserHook(
        component="mlp.1", hook="blocks.1.hook_mlp_out", name="mine", direction="fwd", permanent=False
    )
    stored = gpt2_lab.settle().model_copy(update={"findings": Findings(hooks=[hook])})
    fresh = trafolab.open(gpt2.source)
    fresh.restore(stored, {})
    told = "What your code did to the model went with the kernel: 1 hook. Run its cells again."
    assert fresh.state.problems == [told]


def test_a_metric_by_a_function_waits_for_its_cell(gpt2_lab: Any, gpt2: Any) -> None:
    def largest(logits: Any) -> Any:
        return logits[-1].max()

    gpt2_lab.metric(largest)
    fresh = trafolab.open(gpt2.source)
    fresh.restore(gpt2_lab.settle(), {})
    assert fresh.state.metric.function.name == "largest"
    data = fresh.compute("metric", {}).data
    assert data.live is None
    assert "largest is gone with the kernel" in data.reason
    fresh.metric(largest)
    assert fresh.run().metric == gpt2_lab.run().metric


def test_a_set_of_answers_comes_back_on_another_model_by_its_texts(gpt2_lab: Any, shape_of: Any) -> None:
    gpt2_lab.metric("logprob", answer=[" Hart", " Mary John"])
    fresh = trafolab.open(shape_of("llama").source)
    fresh.restore(gpt2_lab.settle(), {}, model=shape_of("llama").source)
    assert [each.text for each in fresh.state.metric.answers] == [" Hart", " Mary John"]
